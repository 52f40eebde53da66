using System.Globalization;

namespace Taler.Paywall.Pages;

/// <summary>What a page is written in.</summary>
/// <param name="Tag">The language of the texts, for example <c>de</c>.</param>
/// <param name="Culture">How numbers are written, with the visitor's region if he named one: <c>de-CH</c>.</param>
internal sealed record PageLanguage(string Tag, CultureInfo Culture)
{
    public bool IsRightToLeft => Culture.TextInfo.IsRightToLeft;
}
