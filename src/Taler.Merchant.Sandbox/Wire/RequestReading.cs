using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Taler.Merchant.Sandbox.Wire;

/// <summary>Reads values out of requests; what is malformed ends the request with a refusal.</summary>
internal static class RequestReading
{
    private const string Yes = "yes";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public static async Task<JsonObject> ReadJsonAsync(this HttpRequest request)
    {
        try
        {
            return await JsonNode.ParseAsync(request.Body, documentOptions: Strict, cancellationToken: request.HttpContext.RequestAborted) as JsonObject
                ?? throw new RefusedException(Refusal.NotJson);
        }
        catch (JsonException)
        {
            throw new RefusedException(Refusal.NotJson);
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw new RefusedException(Refusal.BodyTooLong);
        }
    }

    /// <summary>The order-ID of the path; one that cannot exist is an unknown order.</summary>
    public static OrderId OrderId(this HttpRequest request, Refusal? unknown = null) =>
        Merchant.OrderId.TryParse(request.RouteText("orderId"), out var orderId)
            ? orderId
            : throw new RefusedException(unknown ?? Refusal.OrderUnknown);

    public static string RouteText(this HttpRequest request, string name) =>
        request.RouteValues[name] as string ?? "";

    public static string? QueryText(this HttpRequest request, string name) =>
        request.Query.TryGetValue(name, out var values) ? values.ToString() : null;

    /// <summary>A session-ID of the query; the empty one is none.</summary>
    public static SessionId? QuerySession(this HttpRequest request, string name = "session_id") =>
        ToSession(request.QueryText(name), name);

    public static bool QueryYes(this HttpRequest request, string name) =>
        string.Equals(request.QueryText(name), Yes, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads <c>yes</c>, <c>no</c> or <c>all</c>; null is all.</summary>
    public static bool? QueryChoice(this HttpRequest request, string name) => request.QueryText(name)?.ToUpperInvariant() switch
    {
        "YES" => true,
        "NO" => false,
        null or "ALL" => null,
        _ => throw new RefusedException(Refusal.ParameterMalformed, name),
    };

    public static long? QueryNumber(this HttpRequest request, string name)
    {
        if (request.QueryText(name) is not { } text)
            return null;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new RefusedException(Refusal.ParameterMalformed, name);
    }

    public static string? Text(this JsonObject body, string name) => body[name] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => throw new RefusedException(Refusal.ParameterMalformed, name),
    };

    public static string RequiredText(this JsonObject body, string name) =>
        body.Text(name) ?? throw new RefusedException(Refusal.ParameterMissing, name);

    public static bool? Flag(this JsonObject body, string name) => body[name] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<bool>(out var flag) => flag,
        _ => throw new RefusedException(Refusal.ParameterMalformed, name),
    };

    public static int? Number(this JsonObject body, string name) => body[name] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<int>(out var number) => number,
        _ => throw new RefusedException(Refusal.ParameterMalformed, name),
    };

    public static Amount? Amount(this JsonObject body, string name) => body.Text(name) switch
    {
        null => null,
        var text => Merchant.Amount.TryParse(text, out var amount) ? amount : throw new RefusedException(Refusal.ParameterMalformed, name),
    };

    public static SessionId? Session(this JsonObject body, string name = "session_id") => ToSession(body.Text(name), name);

    public static Timestamp? Timestamp(this JsonObject body, string name) => body[name] is null
        ? null
        : TalerTime.ReadTimestamp(body[name]) ?? throw new RefusedException(Refusal.ParameterMalformed, name);

    public static RelativeTime? RelativeTime(this JsonObject body, string name) => body[name] is null
        ? null
        : TalerTime.ReadRelativeTime(body[name]) ?? throw new RefusedException(Refusal.ParameterMalformed, name);

    public static JsonArray? List(this JsonObject body, string name) => body[name] switch
    {
        null => null,
        JsonArray list => list,
        _ => throw new RefusedException(Refusal.ParameterMalformed, name),
    };

    private static SessionId? ToSession(string? text, string name)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        return SessionId.TryParse(text, out var session) ? session : throw new RefusedException(Refusal.ParameterMalformed, name);
    }
}
