"""The portal for customers' assistants: the Model Context Protocol over HTTP, without sessions."""
