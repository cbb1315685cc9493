"""The Telegram bot of the «Adaldyq» project offices."""
