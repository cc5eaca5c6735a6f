"""The HTTP gateway: signs people in, speaks HTTP, knows no business rule.

Routes are mounted from the services' contracts; replies are forwarded byte for byte.
"""
