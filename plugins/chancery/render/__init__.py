"""Render: jobs of plain data turned into bytes."""
