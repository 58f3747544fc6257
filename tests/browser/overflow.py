"""What makes a page wider than the smallest phone."""

WIDTH = 320
# What reaches out of the window, when the page can be scrolled there. A frame that scrolls by itself widens no page.
OVERFLOW = """() => {
  const page = document.documentElement;
  if (page.scrollWidth <= innerWidth) return [];
  const isOutside = (element) => element.getBoundingClientRect().right > innerWidth;
  const outside = [...document.body.querySelectorAll("*")].filter(isOutside);
  return [`${page.scrollWidth} px wide`, ...outside.map((element) => element.outerHTML.slice(0, 100))];
}"""
