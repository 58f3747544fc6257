"""Where counted questions go."""

from portal.search.learning.log import QuestionLog
from portal.web.provided import Provided

current_question_log: Provided[QuestionLog] = Provided("question-log")
