using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Taler.Merchant.Tests.Support;

/// <summary>What a backend, or what stands in its place, may answer.</summary>
internal static class Answers
{
    public static ScriptedAnswer NoContent { get; } = context =>
    {
        context.Response.StatusCode = 204;
        return Task.CompletedTask;
    };

    /// <summary>Closes the connection without a word.</summary>
    public static ScriptedAnswer Abort { get; } = context =>
    {
        context.Abort();
        return Task.CompletedTask;
    };

    public static ScriptedAnswer Json(string body) => Json(200, body);

    public static ScriptedAnswer Json(int status, string body) => Text(status, "application/json", body);

    public static ScriptedAnswer Error(int status, int code, string hint = "as scripted") =>
        Json(status, string.Create(CultureInfo.InvariantCulture, $$"""{"code":{{code}},"hint":"{{hint}}","detail":"not to be shown"}"""));

    public static ScriptedAnswer Html(int status) => Text(status, "text/html", "<!DOCTYPE html><title>Not a backend</title>");

    public static ScriptedAnswer Text(int status, string contentType, string body) => context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        return context.Response.WriteAsync(body);
    };

    public static ScriptedAnswer WithHeader(this ScriptedAnswer answer, string name, string value) => context =>
    {
        context.Response.Headers[name] = value;
        return answer(context);
    };

    public static ScriptedAnswer Redirect(int status, string location) => Html(status).WithHeader("Location", location);

    /// <summary>Promises the whole body, sends some bytes of it and closes the connection.</summary>
    public static ScriptedAnswer CutAfter(int bytes, string body) => async context =>
    {
        var whole = Encoding.UTF8.GetBytes(body);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = whole.Length;
        await context.Response.Body.WriteAsync(whole.AsMemory(0, bytes));
        await context.Response.Body.FlushAsync();
        context.Abort();
    };

    /// <summary>Sends spaces for ever, or until the client has had enough.</summary>
    public static ScriptedAnswer Endless() => async context =>
    {
        context.Response.ContentType = "application/json";
        var spaces = Encoding.UTF8.GetBytes(new string(' ', 64 * 1024));
        while (!context.RequestAborted.IsCancellationRequested)
            await context.Response.Body.WriteAsync(spaces, context.RequestAborted);
    };
}

/// <summary>An answer that waits until the test lets it go, or until the client has gone.</summary>
internal sealed class StalledAnswer(ScriptedAnswer then)
{
    private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the request is there.</summary>
    public Task Arrived => _arrived.Task;

    /// <summary>Ends when the client gave up.</summary>
    public Task Left => _left.Task;

    public void Release() => _released.TrySetResult();

    public async Task AnswerAsync(HttpContext context)
    {
        await using var gone = context.RequestAborted.Register(() =>
        {
            _left.TrySetResult();
            _released.TrySetResult();
        });
        _arrived.TrySetResult();
        await _released.Task;
        if (!context.RequestAborted.IsCancellationRequested)
            await then(context);
    }
}
