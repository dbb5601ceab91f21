"""The pages that help a person to act: questions, a result, routes, clocks, replies and letters."""
