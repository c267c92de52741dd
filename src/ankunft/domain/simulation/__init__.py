"""What would be if a rate, the eligibility or the population were another: scenarios, apart from every real run."""
