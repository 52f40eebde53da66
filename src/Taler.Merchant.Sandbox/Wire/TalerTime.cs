using System.Text.Json.Nodes;

namespace Taler.Merchant.Sandbox.Wire;

/// <summary>Both kinds of time as the wire writes them, and the sums the sandbox needs.</summary>
internal static class TalerTime
{
    public static JsonObject ToJson(Timestamp time) =>
        new() { ["t_s"] = time.IsNever ? "never" : time.ToDateTimeOffset().ToUnixTimeSeconds() };

    public static JsonObject ToJson(RelativeTime time) =>
        new() { ["d_us"] = time.IsForever ? "forever" : time.ToTimeSpan().Ticks / TimeSpan.TicksPerMicrosecond };

    public static Timestamp Add(Timestamp time, RelativeTime delay)
    {
        if (time.IsNever || delay.IsForever)
            return Timestamp.Never;
        var start = time.ToDateTimeOffset();
        var room = DateTimeOffset.MaxValue - start;
        return delay.ToTimeSpan() >= room ? Timestamp.Never : Timestamp.FromDateTimeOffset(start + delay.ToTimeSpan());
    }

    public static Timestamp Later(Timestamp left, Timestamp right) => left > right ? left : right;

    public static Timestamp? ReadTimestamp(JsonNode? node) => Read(node, "t_s", "never", out var number)
        ? number is { } seconds ? Timestamp.FromSeconds(seconds) : Timestamp.Never
        : null;

    public static RelativeTime? ReadRelativeTime(JsonNode? node) => Read(node, "d_us", "forever", out var number)
        ? number is { } microseconds ? RelativeTime.FromMicroseconds(microseconds) : RelativeTime.Forever
        : null;

    /// <returns>False if the node is not a time; a null number stands for the word.</returns>
    private static bool Read(JsonNode? node, string member, string word, out long? number)
    {
        number = null;
        if (node is not JsonObject time || time[member] is not JsonValue value)
            return false;
        if (value.TryGetValue<string>(out var text))
            return text == word;
        if (!value.TryGetValue<long>(out var read) || read < 0)
            return false;
        number = read;
        return true;
    }
}
