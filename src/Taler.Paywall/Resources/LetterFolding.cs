using System.Globalization;
using System.Text;

namespace Taler.Paywall.Resources;

/// <summary>One spelling for all texts that a file system may take for the same name.</summary>
/// <remarks>
/// Routers compare letters by simple upper case. File systems go further: NTFS by a table of its own, APFS and ext4 by full case folding and
/// by decomposition, HFS+ past characters that cannot be seen. A folded text is for comparing only, never for names or URLs: folding makes
/// different words alike (<c>Maße</c>, <c>Masse</c>).
/// </remarks>
internal static class LetterFolding
{
    /// <summary>Folds a text. ASCII is left as it is, since everybody compares it without letter case.</summary>
    public static string Fold(string text)
    {
        if (Ascii.IsValid(text))
            return text;
        var folded = new StringBuilder(text.Length);
        foreach (var rune in Decompose(text.Replace('İ', 'I')).EnumerateRunes())
        {
            if (!IsUnseen(rune))
                folded.Append(Upper(rune));
        }
        return folded.ToString();
    }

    /// <summary>Ligatures, full-width letters and accents come apart. Without the tables of ICU, or for what is no text at all, it stays together.</summary>
    private static string Decompose(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormKD);
        }
        catch (ArgumentException)
        {
            return text;
        }
    }

    private static string Upper(Rune rune) => rune.Value switch
    {
        'ß' or 'ẞ' => "SS",
        // .NET keeps these apart from ASCII; full case folding does not.
        'ſ' => "S",
        'ı' => "I",
        // By way of the lower case: the signs for Kelvin, Ångström and Ohm are capitals already.
        _ => Rune.ToUpperInvariant(Rune.ToLowerInvariant(rune)).ToString(),
    };

    /// <summary>What Unicode tells to ignore in comparing: format characters, and a few that it counts among marks and letters.</summary>
    private static bool IsUnseen(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format || rune.Value
        is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x2065 or 0x3164 or 0xFFA0
        or (>= 0x180B and <= 0x180F) or (>= 0xFE00 and <= 0xFE0F) or (>= 0xFFF0 and <= 0xFFF8) or (>= 0xE0000 and <= 0xE0FFF);
}
