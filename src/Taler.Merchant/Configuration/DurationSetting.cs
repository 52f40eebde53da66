using System.Globalization;

namespace Taler.Merchant.Configuration;

/// <summary>
/// A duration as the configuration writes it. .NET reads some texts as days that were not meant so: <c>300</c> is 300 days to it, and
/// <c>24:00:00</c> 24 of them. Those are refused; only zero is the same in every unit.
/// </summary>
internal static class DurationSetting
{
    public static bool TryRead(string text, out TimeSpan duration) =>
        TryReadConstant(text, out duration) && (duration == TimeSpan.Zero || text.Contains(':', StringComparison.Ordinal));

    /// <summary>What is wrong with a text that <see cref="TryRead"/> refused, and the way out: a sentence that begins with the text.</summary>
    public static string MistakeIn(string text)
    {
        var shown = ShownText.Of(text);
        return TryReadConstant(text, out var duration)
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"\"{shown}\" is a bare number, which .NET takes for days. Write 00:05:00 for five minutes, or {duration.Days}.00:00:00 if days are meant.")
            : $"\"{shown}\" is not a duration. Write [days.]hours:minutes:seconds, for example 00:05:00. Hours end at 23: a day is 1.00:00:00.";
    }

    private static bool TryReadConstant(string text, out TimeSpan duration) =>
        TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out duration);
}
