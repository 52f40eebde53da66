using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Taler.Paywall.Pages;

/// <summary>
/// Reads the header <c>Accept-Language</c> (RFC 9110). Whatever it holds, there is a language; a part that is wrong counts as not sent.
/// </summary>
internal static class AcceptLanguage
{
    /// <summary>More than any browser sends; what comes after is not looked at.</summary>
    private const int MaxRanges = 100;

    public static PageLanguage Choose(StringValues header)
    {
        if (header.Count == 0)
            return PageLanguages.English;
        var named = new List<(PageLanguage Language, double Quality)>();
        var any = 0.0;
        foreach (var (range, quality) in Ranges(header))
        {
            if (range is "*")
                any = Math.Max(any, quality);
            else if (PageLanguages.Find(range) is { } language)
                named.Add((language, quality));
        }

        // Sorting keeps the order of equals, which is the visitor's own.
        var best = named.OrderByDescending(choice => choice.Quality).FirstOrDefault();
        return best.Quality > 0 && best.Quality >= any ? best.Language : Other(named, any);
    }

    /// <summary>The first language that the visitor did not name, if he takes any; English if there is nothing else.</summary>
    private static PageLanguage Other(List<(PageLanguage Language, double Quality)> named, double any) =>
        any > 0 && PageLanguages.All.FirstOrDefault(language => named.TrueForAll(choice => choice.Language.Tag != language.Tag)) is { } other
            ? other
            : PageLanguages.English;

    private static IEnumerable<(string Range, double Quality)> Ranges(StringValues header)
    {
        var count = 0;
        foreach (var part in new StringTokenizer(string.Join(',', header.OfType<string>()), [',']))
        {
            if (++count > MaxRanges)
                yield break;
            if (StringWithQualityHeaderValue.TryParse(part, out var range))
                yield return (range.Value.Value!, range.Quality ?? 1);
        }
    }
}
