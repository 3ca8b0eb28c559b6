"""The forty standards of Accounts alone in other tools, each as these would have it written."""
