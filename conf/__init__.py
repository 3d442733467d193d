"""Hydra configuration files; installed as the package gongzhi_conf."""
