"""What municipalities report: half-year reports and self-declarations."""
