using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Taler.Merchant.Tests.Support;

/// <summary>One answer of the script.</summary>
internal delegate Task ScriptedAnswer(HttpContext context);

/// <summary>What was asked.</summary>
internal sealed record RecordedRequest(string Method, string Target, string? Authorization, string Body, string? Cookie, string? ContentType);

/// <summary>A real server that gives the answers of a list, one after another, and keeps what was asked.</summary>
internal sealed class ScriptedBackend : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ScriptedAnswer> _script = new();
    private readonly ConcurrentQueue<RecordedRequest> _requests = new();

    private ScriptedBackend(WebApplication app) => _app = app;

    public Uri Root { get; private set; } = null!;

    public Uri BaseUrl => new(Root, "instances/shop/");

    public IReadOnlyList<RecordedRequest> Requests => [.. _requests];

    /// <summary>Answers every request that comes after the end of the script.</summary>
    public ScriptedAnswer AfterTheScript { get; set; } = Answers.Json(418, """{"code":0,"hint":"the script has ended"}""");

    public static async Task<ScriptedBackend> StartAsync(params ScriptedAnswer[] script)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var backend = new ScriptedBackend(builder.Build());
        backend.Script(script);
        backend._app.Run(backend.AnswerAsync);
        await backend._app.StartAsync();
        backend.Root = new Uri(backend._app.Urls.Single());
        return backend;
    }

    public void Script(params ScriptedAnswer[] answers)
    {
        foreach (var answer in answers)
            _script.Enqueue(answer);
    }

    public async ValueTask DisposeAsync()
    {
        using var hurry = new CancellationTokenSource();
        await hurry.CancelAsync();
        await _app.StopAsync(hurry.Token);
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var headers = context.Request.Headers;
        _requests.Enqueue(new RecordedRequest(context.Request.Method, target, headers.Authorization, body, headers.Cookie, context.Request.ContentType));
        await (_script.TryDequeue(out var answer) ? answer : AfterTheScript)(context);
    }
}
