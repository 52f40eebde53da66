using Microsoft.AspNetCore.Routing.Patterns;

namespace Taler.Paywall.Resources;

/// <summary>How a segment of several parts (<c>{name}.pdf</c>) begins and ends: enough to rule most segments out without allocating.</summary>
internal sealed record ComplexShape
{
    private readonly string _start;
    private readonly string _end;

    public ComplexShape(RoutePatternPathSegment segment)
    {
        _start = segment.Parts[0] is RoutePatternLiteralPart first ? first.Content : "";
        _end = segment.Parts[^1] is RoutePatternLiteralPart last ? last.Content : "";
    }

    /// <summary>False if the segment cannot fit; true proves nothing.</summary>
    public bool MayFit(ReadOnlySpan<char> segment) => Fits(segment, _start, _end);

    /// <summary>Whether a file system may take the segment for a name that fits.</summary>
    public bool MayFitAnotherSpelling(string folded)
    {
        var (start, end) = (LetterFolding.Fold(_start), LetterFolding.Fold(_end));
        return Fits(folded, start, end) || (ShortName.IsOne(folded) && ShortName.MayStandFor(folded, start, end));
    }

    private static bool Fits(ReadOnlySpan<char> segment, string start, string end) => segment.Length >= start.Length + end.Length
        && segment.StartsWith(start, StringComparison.OrdinalIgnoreCase)
        && segment.EndsWith(end, StringComparison.OrdinalIgnoreCase);
}
