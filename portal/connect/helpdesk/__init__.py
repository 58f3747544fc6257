"""What a helpdesk reports of a case, and what programs of the team may read of cases."""
