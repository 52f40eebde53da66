using System.Text.Json;
using System.Text.Json.Serialization;

namespace Taler.Merchant;

internal sealed class AmountJsonConverter : JsonConverter<Amount>
{
    public override Amount Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Amount.TryParse(reader.GetString(), out var amount)
            ? amount
            : throw new JsonException("Not a Taler amount.");

    public override void Write(Utf8JsonWriter writer, Amount value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}

internal sealed class TimestampJsonConverter : JsonConverter<Timestamp>
{
    public override Timestamp Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TimeJson.Read(ref reader, "t_s", "never") is { } seconds ? Timestamp.FromSeconds(seconds) : Timestamp.Never;

    public override void Write(Utf8JsonWriter writer, Timestamp value, JsonSerializerOptions options) =>
        TimeJson.Write(writer, "t_s", value.IsNever ? null : value.Seconds, "never");
}

internal sealed class RelativeTimeJsonConverter : JsonConverter<RelativeTime>
{
    public override RelativeTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TimeJson.Read(ref reader, "d_us", "forever") is { } microseconds ? RelativeTime.FromMicroseconds(microseconds) : RelativeTime.Forever;

    public override void Write(Utf8JsonWriter writer, RelativeTime value, JsonSerializerOptions options) =>
        TimeJson.Write(writer, "d_us", value.IsForever ? null : value.Microseconds, "forever");
}

/// <summary>Both kinds of time are an object of one member that holds a number or one word.</summary>
internal static class TimeJson
{
    /// <returns>The number, or null for the word.</returns>
    public static long? Read(ref Utf8JsonReader reader, string member, string word)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("A Taler time is an object.");
        long? number = null;
        var found = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var known = reader.ValueTextEquals(member);
            reader.Read();
            if (!known)
            {
                reader.Skip();
                continue;
            }
            found = true;
            number = ReadValue(ref reader, word);
        }
        return found ? number : throw new JsonException("The Taler time has no value.");
    }

    public static void Write(Utf8JsonWriter writer, string member, long? number, string word)
    {
        writer.WriteStartObject();
        if (number is { } value)
            writer.WriteNumber(member, value);
        else
            writer.WriteString(member, word);
        writer.WriteEndObject();
    }

    private static long? ReadValue(ref Utf8JsonReader reader, string word)
    {
        if (reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(word))
            return null;
        return reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var value) && value >= 0
            ? value
            : throw new JsonException("A Taler time is a number that is not negative.");
    }
}
