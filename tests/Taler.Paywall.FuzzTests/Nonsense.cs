using System.Text;

namespace Taler.Paywall.FuzzTests;

/// <summary>Texts that nobody expects, and expected ones that were damaged.</summary>
internal static class Nonsense
{
    private const string Base64Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    /// <summary>Any bytes that a header may hold; a line end would begin another header.</summary>
    public static string Bytes(FuzzInput input, int length)
    {
        var text = new StringBuilder(length);
        for (var i = 0; i < length; i++)
            text.Append((char)input.Random.Next(256));
        return Clean(text.ToString());
    }

    public static string Letters(FuzzInput input, int length)
    {
        var text = new StringBuilder(length);
        for (var i = 0; i < length; i++)
            text.Append(Base64Letters[input.Random.Next(Base64Letters.Length)]);
        return text.ToString();
    }

    /// <summary>Damages a text in one to three places.</summary>
    public static string Damage(FuzzInput input, string text, params ReadOnlySpan<string> others)
    {
        for (var times = input.Random.Next(1, 4); times > 0; times--)
            text = DamageOnce(input, text, others.IsEmpty ? text : input.Pick(others));
        return Clean(text);
    }

    private static string DamageOnce(FuzzInput input, string text, string other)
    {
        var (first, second) = (input.Random.Next(text.Length + 1), input.Random.Next(text.Length + 1));
        var (start, end) = (Math.Min(first, second), Math.Max(first, second));
        return input.Random.Next(8) switch
        {
            0 => text[..start],
            1 => text[start..],
            2 => text[..start] + text[end..],
            3 => text[..end] + text[start..],
            4 => text[..start] + other[input.Random.Next(other.Length + 1)..],
            5 => text[..start] + Bytes(input, input.Random.Next(1, 8)) + text[start..],
            6 when start < text.Length => text[..start] + (char)(text[start] ^ (1 << input.Random.Next(8))) + text[(start + 1)..],
            7 when input.OneIn(20) => string.Concat(Enumerable.Repeat(text, input.Random.Next(2, 40))),
            _ => text.ToUpperInvariant(),
        };
    }

    private static string Clean(string text) => text.Replace('\r', ' ').Replace('\n', ' ').Replace('\0', ' ');
}
