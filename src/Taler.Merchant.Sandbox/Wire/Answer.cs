using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Taler.Merchant.Sandbox.Wire;

/// <summary>What a request is answered with, before it touches the network.</summary>
internal sealed record Answer(int Status, string? ContentType, byte[] Content)
{
    private const string JsonType = "application/json";
    private const string HtmlType = "text/html; charset=utf-8";

    /// <summary>The plus of <c>taler+http</c> stays a plus. Nothing of this is ever put into a page.</summary>
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public static Answer Json(int status, JsonNode body)
    {
        using var content = new MemoryStream();
        using (var writer = new Utf8JsonWriter(content, Readable))
            body.WriteTo(writer);
        return new(status, JsonType, content.ToArray());
    }

    public static Answer Html(int status, string page) => new(status, HtmlType, Encoding.UTF8.GetBytes(page));

    public static Answer Empty(int status) => new(status, null, []);

    public static Answer Redirect(int status, string url) => Empty(status).With(HeaderNames.Location, WebLinks.ToHeader(url));

    public static Answer Refused(Refusal refusal, string? detail = null)
    {
        var body = new JsonObject { ["code"] = refusal.Code, ["hint"] = refusal.Hint };
        if (detail is not null)
            body["detail"] = detail;
        return Json(refusal.Status, body);
    }

    public Answer With(string header, string value) => this with { Headers = [.. Headers, new(header, value)] };

    public async Task WriteAsync(HttpContext context)
    {
        var response = context.Response;
        response.StatusCode = Status;
        response.Headers.CacheControl = "no-store";
        foreach (var (name, value) in Headers)
            response.Headers.Append(name, value);
        if (ContentType is null)
            return;
        response.ContentType = ContentType;
        response.ContentLength = Content.Length;
        await response.Body.WriteAsync(Content, context.RequestAborted);
    }
}
