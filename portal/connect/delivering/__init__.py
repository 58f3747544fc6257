"""Events of cases on their way to other systems."""
