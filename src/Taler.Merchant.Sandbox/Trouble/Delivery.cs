using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Taler.Merchant.Sandbox.Wire;

namespace Taler.Merchant.Sandbox.Trouble;

/// <summary>How an answer, the real one or one on order, goes over the network.</summary>
internal sealed record Delivery
{
    private const int MaxBytes = 100_000_000;

    /// <summary>Who sends the answer knows how long it is.</summary>
    private static readonly string[] Framing = [HeaderNames.ContentLength, HeaderNames.TransferEncoding];

    public JsonObject Headers { get; init; } = [];

    /// <summary>A body that is shorter is filled up with spaces, so that JSON stays the same JSON.</summary>
    public int PadTo { get; init; }

    /// <summary>After how many bytes of the body the connection is reset.</summary>
    public int? CutAfter { get; init; }

    /// <summary>The pause after each byte of the body.</summary>
    public TimeSpan Trickle { get; init; }

    public static Delivery Read(JsonObject body) => new()
    {
        Headers = ReadHeaders(body),
        PadTo = ReadBytes(body, "pad_to") ?? 0,
        CutAfter = ReadBytes(body, "cut_after"),
        Trickle = body.Number("trickle_ms") switch
        {
            null => TimeSpan.Zero,
            < 0 => throw new RefusedException(Refusal.ParameterMalformed, "trickle_ms"),
            { } pause => TimeSpan.FromMilliseconds(pause),
        },
    };

    public void WriteTo(JsonObject body)
    {
        body["headers"] = Headers.DeepClone();
        body["pad_to"] = PadTo;
        body["cut_after"] = CutAfter;
        body["trickle_ms"] = (long)Trickle.TotalMilliseconds;
    }

    /// <summary>Sends a body; status and headers stand in the response already.</summary>
    public async Task SendAsync(HttpContext context, byte[] body, TimeProvider clock)
    {
        var (response, gone) = (context.Response, context.RequestAborted);
        foreach (var (name, value) in Headers)
            response.Headers[name] = (string?)value;
        if (body.Length > 0 && body.Length < PadTo)
        {
            var length = body.Length;
            Array.Resize(ref body, PadTo);
            body.AsSpan(length).Fill((byte)' ');
            response.ContentLength = PadTo;
        }
        var sent = body.AsMemory(0, Math.Min(CutAfter ?? body.Length, body.Length));
        if (Trickle == TimeSpan.Zero)
            await response.Body.WriteAsync(sent, gone);
        else
            await TrickleAsync(response, sent, clock, gone);
        if (CutAfter is null)
            return;
        await response.Body.FlushAsync(gone);
        context.Abort();
    }

    private async Task TrickleAsync(HttpResponse response, ReadOnlyMemory<byte> body, TimeProvider clock, CancellationToken gone)
    {
        for (var i = 0; i < body.Length; i++)
        {
            await response.Body.WriteAsync(body.Slice(i, 1), gone);
            await response.Body.FlushAsync(gone);
            await Task.Delay(Trickle, clock, gone);
        }
    }

    private static JsonObject ReadHeaders(JsonObject body) => body["headers"] switch
    {
        null => [],
        JsonObject headers when headers.All(header => IsSendable(header.Key, header.Value)) => (JsonObject)headers.DeepClone(),
        _ => throw new RefusedException(Refusal.ParameterMalformed, "headers"),
    };

    private static bool IsSendable(string name, JsonNode? value) =>
        name.Length > 0
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
        && !Framing.Contains(name, StringComparer.OrdinalIgnoreCase)
        && value is JsonValue content
        && content.TryGetValue<string>(out var text)
        && text.All(c => c is >= ' ' and <= '~');

    private static int? ReadBytes(JsonObject body, string name) => body.Number(name) switch
    {
        < 0 or > MaxBytes => throw new RefusedException(Refusal.ParameterMalformed, name),
        var count => count,
    };
}
