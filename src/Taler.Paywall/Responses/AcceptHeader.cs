using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Primitives;

namespace Taler.Paywall.Responses;

/// <summary>What the Accept header of a request says of HTML and JSON (RFC 9110, 12.5.1). A part that cannot be read is left out.</summary>
internal readonly record struct AcceptHeader
{
    /// <summary>Longer than any header that means something; more is not read, and counts as no header.</summary>
    private const int MaxLength = 8 * 1024;

    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private static readonly string[] SubResourceTypes = ["image/", "font/", "audio/", "video/", "text/css", "text/javascript", "application/javascript"];

    /// <summary>Whether JSON is wanted rather than HTML, or HTML is not taken at all.</summary>
    public bool RefusesHtml { get; private init; }

    /// <summary>Whether an image, a style sheet or the like is named first: so ask browsers without fetch metadata for sub-resources.</summary>
    public bool NamesSubResourceFirst { get; private init; }

    public static AcceptHeader Read(StringValues lines)
    {
        if (lines.Sum(line => line?.Length ?? 0) > MaxLength)
            return default;
        Wish html = default, json = default;
        bool? subResource = null;
        foreach (var line in lines)
        {
            var rest = line.AsSpan();
            while (!rest.IsEmpty)
            {
                var part = CutAt(ref rest, ',');
                var type = CutAt(ref part, ';').Trim();
                if (!IsMediaRange(type) || Quality(part) is not { } quality)
                    continue;
                subResource ??= IsSubResource(type);
                html = html.Or(HtmlMatch(type), quality);
                json = json.Or(JsonMatch(type), quality);
            }
        }
        return new AcceptHeader { RefusesHtml = subResource is not null && !html.Outweighs(json), NamesSubResourceFirst = subResource is true };
    }

    private static Match HtmlMatch(ReadOnlySpan<char> type) =>
        Is(type, "text/html") || Is(type, "application/xhtml+xml") ? Match.Named : Wildcard(type, "text/*");

    private static Match JsonMatch(ReadOnlySpan<char> type) =>
        Is(type, "application/json") || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase) ? Match.Named : Wildcard(type, "application/*");

    private static Match Wildcard(ReadOnlySpan<char> type, string family)
    {
        if (type is "*/*" or "*")
            return Match.Anything;
        return Is(type, family) ? Match.Family : Match.None;
    }

    private static bool IsSubResource(ReadOnlySpan<char> type)
    {
        foreach (var start in SubResourceTypes)
        {
            if (type.StartsWith(start, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        return false;
    }

    private static bool Is(ReadOnlySpan<char> type, string name) => type.Equals(name, StringComparison.OrdinalIgnoreCase);

    /// <summary>Two tokens and a slash between them. Some old clients write a lone star.</summary>
    private static bool IsMediaRange(ReadOnlySpan<char> type)
    {
        var slash = type.IndexOf('/');
        return type is "*" || (slash > 0 && IsToken(type[..slash]) && IsToken(type[(slash + 1)..]));
    }

    private static bool IsToken(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExcept(TokenCharacters);

    /// <summary>The weight among the parameters of a part.</summary>
    /// <returns>1 if none is given, null if it is no number from 0 to 1.</returns>
    private static double? Quality(ReadOnlySpan<char> parameters)
    {
        while (!parameters.IsEmpty)
        {
            var value = CutAt(ref parameters, ';');
            var name = CutAt(ref value, '=').Trim();
            if (Is(name, "q"))
                return double.TryParse(value.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var quality) && quality is >= 0 and <= 1 ? quality : null;
        }
        return 1;
    }

    /// <summary>Takes what stands before the next separator that is not quoted, and the separator with it.</summary>
    private static ReadOnlySpan<char> CutAt(ref ReadOnlySpan<char> rest, char separator)
    {
        var quoted = false;
        for (var i = 0; i < rest.Length; i++)
        {
            if (quoted && rest[i] is '\\')
                i++;
            else if (rest[i] is '"')
                quoted = !quoted;
            else if (!quoted && rest[i] == separator)
            {
                var cut = rest[..i];
                rest = rest[(i + 1)..];
                return cut;
            }
        }
        var all = rest;
        rest = default;
        return all;
    }

    /// <summary>How closely a media range means a type. The closest one that matches tells how much the type is wanted.</summary>
    private enum Match : byte
    {
        None,
        Anything,
        Family,
        Named,
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Wish(Match Match, double Quality)
    {
        public Wish Or(Match match, double quality)
        {
            if (match is Match.None || match < Match)
                return this;
            return match > Match || quality > Quality ? new Wish(match, quality) : this;
        }

        /// <summary>At equal weight, what is named outweighs what a wildcard happens to cover.</summary>
        public bool Outweighs(Wish json) =>
            Quality > 0 && (Quality > json.Quality || (Quality == json.Quality && (Match is Match.Named || json.Match is not Match.Named)));
    }
}
