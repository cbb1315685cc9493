"""The values of the conversation: what is remembered, what can happen, what is asked for."""
