namespace Taler.Paywall.Resources;

/// <summary>
/// The second name that Windows gives a file with a long one: <c>ANNUAL~1.PDF</c> opens <c>annual-report.pdf</c>. Which number, or which hash in front of
/// it, only the file system knows, so every name that could be the one is taken for it.
/// </summary>
internal static class ShortName
{
    /// <summary>Eight letters, a dot and three; a folded letter may take the place of two.</summary>
    private const int MaxLength = 2 * 12;
    private const int MaxExtension = 3;

    /// <summary>What a short name leaves out at the beginning.</summary>
    private const string LeftOut = " .";

    /// <summary>Whether a segment has the form of a short name. Few segments have.</summary>
    public static bool IsOne(ReadOnlySpan<char> segment)
    {
        var tilde = segment.IndexOf('~');
        return segment.Length <= MaxLength && tilde > 0 && tilde + 1 < segment.Length && char.IsAsciiDigit(segment[tilde + 1]);
    }

    /// <summary>Whether a short name may be the one of a long name: it keeps the first letter and the beginning of the extension.</summary>
    public static bool MayStandFor(ReadOnlySpan<char> shortName, ReadOnlySpan<char> longName) =>
        MayBegin(shortName, longName) && IsLike(Extension(shortName), Extension(longName.TrimStart(LeftOut)));

    /// <summary>Whether a short name may be the one of a long name of which only the beginning and the end are known.</summary>
    public static bool MayStandFor(ReadOnlySpan<char> shortName, ReadOnlySpan<char> start, ReadOnlySpan<char> end) =>
        (start.IsEmpty || MayBegin(shortName, start)) && (!end.Contains('.') || IsLike(Extension(shortName), Extension(end)));

    private static bool MayBegin(ReadOnlySpan<char> shortName, ReadOnlySpan<char> longName) =>
        longName.TrimStart(LeftOut) is { IsEmpty: false } start && IsLike(shortName[..1], start[..1]);

    private static ReadOnlySpan<char> Extension(ReadOnlySpan<char> name)
    {
        var dot = name.LastIndexOf('.');
        return dot < 0 ? [] : name.Slice(dot + 1, Math.Min(MaxExtension, name.Length - dot - 1));
    }

    /// <summary>Windows writes an underscore, or a letter of its choice, for what a short name cannot hold.</summary>
    private static bool IsLike(ReadOnlySpan<char> shortText, ReadOnlySpan<char> longText)
    {
        if (shortText.Length != longText.Length)
            return false;
        for (var i = 0; i < shortText.Length; i++)
        {
            if (shortText[i] is not '_' && char.IsAscii(longText[i]) && char.ToUpperInvariant(shortText[i]) != char.ToUpperInvariant(longText[i]))
                return false;
        }
        return true;
    }
}
