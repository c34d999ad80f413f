// Before the first paint: the reader's colours and text size, and a sign for the style sheet that scripts run.
(function (root) {
  root.classList.add("js");
  try {
    var theme = localStorage.getItem("ttdn-theme"), size = localStorage.getItem("ttdn-size");
    if (theme === "dark" || theme === "light") root.setAttribute("data-theme", theme);
    if (/^[1-3]$/.test(size)) root.setAttribute("data-size", size);
  } catch (error) { /* storage may be refused; the page then follows the system */ }
})(document.documentElement);
