"""Files from outside: judged by their content, cleaned of secrets and of what they tell about their maker."""
