"""Records that are the same thing, written differently: weighed by the model of Fellegi and Sunter, through Splink."""
