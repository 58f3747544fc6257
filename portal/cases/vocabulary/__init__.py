"""What customers' words mean, whichever of the five languages they are in.

Reports of one problem by two colleagues often share no word. Each line of the tables gives one meaning and the
beginnings of the words that carry it, folded as `fold` folds; the longest beginning that fits a word wins, and one with
a full stop behind it is a whole word. Only words that customers of a messaging provider use about their problems stand
here: these are tables of meanings, not a dictionary.
"""
