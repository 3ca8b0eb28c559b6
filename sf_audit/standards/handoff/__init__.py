"""From standards that nothing enforces to validation rules that would: what IT is asked to deploy."""
