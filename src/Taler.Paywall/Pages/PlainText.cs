using System.Globalization;
using System.Text;

namespace Taler.Paywall.Pages;

/// <summary>
/// Text that others wrote, made fit to be shown within ours. Characters that steer the direction of text could make a page say something else
/// than it does, so they are left out; control characters and line breaks become a space.
/// </summary>
internal static class PlainText
{
    /// <summary>First strong isolate: what follows has a direction of its own, up to <see cref="PopIsolate"/>.</summary>
    public const char FirstStrongIsolate = '\u2068';

    public const char PopIsolate = '\u2069';

    public static string Clean(string text)
    {
        if (text.Length == 0)
            return text;
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsSpace(rune))
                AppendSpace(clean);
            else if (!SteersDirection(rune))
                clean.Append(rune.ToString());
        }
        return clean.ToString().TrimEnd();
    }

    /// <summary>Sets clean text apart from the direction of the text around it. Where a page may have elements, the marks become one.</summary>
    public static string Isolate(string text) => FirstStrongIsolate + text + PopIsolate;

    /// <summary>Without the marks, for programs that read a page.</summary>
    public static string WithoutIsolates(string text) =>
        text.Replace(FirstStrongIsolate.ToString(), "", StringComparison.Ordinal).Replace(PopIsolate.ToString(), "", StringComparison.Ordinal);

    private static void AppendSpace(StringBuilder text)
    {
        if (text.Length > 0 && text[^1] != ' ')
            text.Append(' ');
    }

    private static bool IsSpace(Rune rune) => rune.Value is ' '
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    /// <summary>The characters with the property Bidi_Control of Unicode.</summary>
    private static bool SteersDirection(Rune rune) =>
        rune.Value is 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
}
