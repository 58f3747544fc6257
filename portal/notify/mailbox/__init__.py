"""The mailbox that customers' replies come to: looked at again and again, each message received, then put away."""
