"""Operations under failure on a whole house: poison, replicas, replay, restore, killed jobs, rivals."""
