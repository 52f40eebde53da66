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
    public bool MayFit(ReadOnlySpan<char> segment) => segment.Length >= _start.Length + _end.Length
        && segment.StartsWith(_start, StringComparison.OrdinalIgnoreCase)
        && segment.EndsWith(_end, StringComparison.OrdinalIgnoreCase);
}
