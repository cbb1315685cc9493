"""The questionnaire: the questions as data, what is found in words, and what an answer does to a draft."""
