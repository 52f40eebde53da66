namespace Taler.Merchant.Configuration;

/// <summary>A text of the configuration as a message repeats it.</summary>
internal static class ShownText
{
    private const int MaxLength = 40;

    public static string Of(string text) => text.Length <= MaxLength ? text : text[..MaxLength] + "…";
}
