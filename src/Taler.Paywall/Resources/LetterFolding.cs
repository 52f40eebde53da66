using System.Globalization;
using System.Text;

namespace Taler.Paywall.Resources;

/// <summary>One spelling for all texts that a router or a file system may take for the same name.</summary>
/// <remarks>
/// Routers compare letters by simple upper case. File systems go further: NTFS by a table of its own, APFS and ext4 by full case folding and
/// by decomposition, HFS+ past characters that cannot be seen. A folded text is for comparing only, never for names or URLs: folding makes
/// different words alike (<c>Maße</c>, <c>Masse</c>), so it may gate too much, never too little.
/// </remarks>
internal static class LetterFolding
{
    /// <summary>Folds a text. ASCII is left as it is, since everybody compares it without letter case.</summary>
    public static string Fold(string text)
    {
        if (Ascii.IsValid(text))
            return text;
        var folded = new StringBuilder(text.Length);
        foreach (var c in Decompose(text.Replace('İ', 'I')))
        {
            if (!IsUnseen(c))
                folded.Append(Simple(c));
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

    private static string Simple(char c) => c switch
    {
        'ß' or 'ẞ' => "SS",
        // .NET keeps these apart from ASCII; full case folding does not.
        'ſ' => "S",
        'ı' => "I",
        // By way of the lower case: the signs for Kelvin, Ångström and Ohm are capitals already.
        _ => char.ToUpperInvariant(char.ToLowerInvariant(c)).ToString(),
    };

    private static bool IsUnseen(char c) => char.GetUnicodeCategory(c) is UnicodeCategory.Format || c is >= '\uFE00' and <= '\uFE0F';
}
