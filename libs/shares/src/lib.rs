//! Participatory budgeting: the method of equal shares, Phragmen, Pabulib files.
