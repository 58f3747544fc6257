"""The guided wizard: from "something is wrong" to an incident followed, an answer read or a case sent."""
