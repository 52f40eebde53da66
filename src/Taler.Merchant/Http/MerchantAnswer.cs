using System.Net;
using System.Text.Json;
using Taler.Merchant.Wire;

namespace Taler.Merchant.Http;

/// <summary>What came back: a bounded body, and for refusals what the error body says.</summary>
internal sealed record MerchantAnswer(HttpStatusCode Status, ReadOnlyMemory<byte> Body)
{
    /// <summary>Fifty times the greatest answer known, an order with its merchant's logo.</summary>
    public const int MaxBodyLength = 1 << 20;

    /// <summary>Whether there was more than <see cref="MaxBodyLength"/>; then <see cref="Body"/> is empty.</summary>
    public bool IsTooLong { get; init; }

    public int? Code { get; private init; }

    public string? Hint { get; private init; }

    public TimeSpan? RetryAfter { get; private init; }

    /// <summary>The backend's clock when it answered.</summary>
    public DateTimeOffset? Date { get; private init; }

    public bool IsRedirect => (int)Status is >= 300 and < 400;

    /// <summary>5xx: the backend itself is in trouble.</summary>
    public bool IsFailure => (int)Status >= 500;

    /// <summary>5xx or 429: another try may do better.</summary>
    public bool IsTrouble => IsFailure || Status == HttpStatusCode.TooManyRequests;

    public static async Task<MerchantAnswer> ReadAsync(HttpResponseMessage response, TimeProvider clock, string?[] secrets, CancellationToken cancellationToken)
    {
        var body = await ReadBodyAsync(response.Content, cancellationToken).ConfigureAwait(false);
        var answer = new MerchantAnswer(response.StatusCode, body ?? default) { IsTooLong = body is null, RetryAfter = ReadRetryAfter(response, clock), Date = response.Headers.Date };
        if ((int)response.StatusCode < 400 || ReadError(answer.Body.Span) is not { } error)
            return answer;
        return answer with { Code = error.Code, Hint = Hints.Clean(error.Hint, secrets) };
    }

    private static async Task<ReadOnlyMemory<byte>?> ReadBodyAsync(HttpContent content, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > MaxBodyLength)
            return null;
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var body = new MemoryStream();
            var buffer = new byte[16 * 1024];
            int read;
            while ((read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                body.Write(buffer, 0, read);
                if (body.Length > MaxBodyLength)
                    return null;
            }
            return body.GetBuffer().AsMemory(0, (int)body.Length);
        }
    }

    private static TimeSpan? ReadRetryAfter(HttpResponseMessage response, TimeProvider clock)
    {
        var header = response.Headers.RetryAfter;
        var delay = header?.Delta ?? header?.Date - clock.GetUtcNow();
        return delay > TimeSpan.Zero ? delay : null;
    }

    private static ErrorWire? ReadError(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, WireJson.Default.ErrorWire);
        }
        catch (JsonException)
        {
            // A proxy's page, for example. The status says enough.
            return null;
        }
    }
}
