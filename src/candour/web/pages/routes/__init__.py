"""The pages that help a person to act: questions, a result, and the routes themselves."""
