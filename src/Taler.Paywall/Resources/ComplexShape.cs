using System.Text;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Taler.Paywall.Resources;

/// <summary>How a segment of several parts (<c>{name}.pdf</c>) begins and ends: enough to rule most segments out without allocating.</summary>
internal sealed record ComplexShape
{
    private readonly string _start;
    private readonly string _end;

    public ComplexShape(RoutePatternPathSegment segment)
    {
        _start = segment.Parts[0] is RoutePatternLiteralPart first ? LetterFolding.Fold(first.Content) : "";
        _end = segment.Parts[^1] is RoutePatternLiteralPart last ? LetterFolding.Fold(last.Content) : "";
    }

    /// <summary>False if the segment cannot fit; true proves nothing.</summary>
    public bool MayFit(ReadOnlySpan<char> segment) => Ascii.IsValid(segment) ? Fits(segment) : Fits(LetterFolding.Fold(segment.ToString()));

    private bool Fits(ReadOnlySpan<char> folded) => folded.Length >= _start.Length + _end.Length
        && folded.StartsWith(_start, StringComparison.OrdinalIgnoreCase)
        && folded.EndsWith(_end, StringComparison.OrdinalIgnoreCase);
}
