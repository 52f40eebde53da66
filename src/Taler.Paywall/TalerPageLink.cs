namespace Taler.Paywall;

/// <summary>A link or a button of a page.</summary>
/// <param name="Text">What it says, in the language of the page.</param>
/// <param name="Target">Where it leads: a path on the site with its query, an absolute URL, or a <c>taler://</c> URI.</param>
public sealed record TalerPageLink(string Text, string Target);
