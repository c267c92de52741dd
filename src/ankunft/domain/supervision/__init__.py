"""Supervision (KS 6): samples of interviews drawn so that anybody can repeat it, evidence asked for, findings."""
