using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Taler.Merchant.Sandbox.Wire;

namespace Taler.Merchant.Sandbox.Trouble;

/// <summary>Stands before the instance: knows it by its path, notes what was asked, and makes the trouble that was ordered.</summary>
internal sealed class InstanceMiddleware(RequestDelegate next, FaultQueue faults, RequestLog log, Instance instance)
{
    public Task InvokeAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        if (!path.StartsWith(Instance.Root, StringComparison.Ordinal))
            return next(context);
        OpenToAllOrigins(context.Response);
        return path.StartsWith(Instance.PathBase + "/", StringComparison.Ordinal)
            ? ServeAsync(context, path[(Instance.PathBase.Length + 1)..])
            : Answer.Refused(Refusal.InstanceUnknown).WriteAsync(context);
    }

    private async Task ServeAsync(HttpContext context, string path)
    {
        var request = context.Request;
        var entry = log.Begin(request.Method, path, request.QueryString.Value ?? "");
        var fault = faults.Take($"{request.Method} {path}");
        try
        {
            await (fault is null ? AnswerAsync(context) : MakeTroubleAsync(context, fault));
        }
        finally
        {
            entry.Status = context.RequestAborted.IsCancellationRequested ? 0 : context.Response.StatusCode;
        }
    }

    /// <summary>The pause, the work, the answer: with <see cref="Fault.After"/> the work comes first, and an answer on order takes its place.</summary>
    private async Task MakeTroubleAsync(HttpContext context, Fault fault)
    {
        var body = fault.After ? await HoldAsync(context, () => AnswerAsync(context)) : null;
        await WaitAsync(context, fault);
        if (fault.Abort)
        {
            context.Abort();
            return;
        }
        if (fault.ReplacesAnswer)
            body = await HoldAsync(context, () => ReplaceAnswerAsync(context, fault));
        body ??= await HoldAsync(context, () => AnswerAsync(context));
        await fault.Delivery.SendAsync(context, body, instance.Clock);
    }

    private static Task ReplaceAnswerAsync(HttpContext context, Fault fault)
    {
        context.Response.Clear();
        OpenToAllOrigins(context.Response);
        return fault.ToAnswer().WriteAsync(context);
    }

    /// <summary>Has an answer written, but holds its body back.</summary>
    private static async Task<byte[]> HoldAsync(HttpContext context, Func<Task> answer)
    {
        var network = context.Response.Body;
        using var held = new MemoryStream();
        context.Response.Body = held;
        try
        {
            await answer();
        }
        finally
        {
            context.Response.Body = network;
        }
        return held.ToArray();
    }

    private static void OpenToAllOrigins(HttpResponse response)
    {
        response.Headers[HeaderNames.AccessControlAllowOrigin] = "*";
        response.Headers[HeaderNames.AccessControlExposeHeaders] = "*";
    }

    private Task WaitAsync(HttpContext context, Fault fault) => fault.Delay == TimeSpan.Zero
        ? Task.CompletedTask
        : Task.Delay(fault.Delay, instance.Clock, context.RequestAborted);

    private async Task AnswerAsync(HttpContext context)
    {
        if (HttpMethods.IsOptions(context.Request.Method))
        {
            await Answer.Empty(StatusCodes.Status204NoContent)
                .With(HeaderNames.AccessControlAllowMethods, "*")
                .With(HeaderNames.AccessControlAllowHeaders, "*")
                .WriteAsync(context);
            return;
        }
        await next(context);
        if (context.Response.HasStarted || context.Response.ContentType is not null)
            return;
        if (context.Response.StatusCode == StatusCodes.Status405MethodNotAllowed)
            await Answer.Refused(Refusal.WrongMethod, context.Request.Method).WriteAsync(context);
        else if (context.Response.StatusCode == StatusCodes.Status404NotFound)
            await Answer.Refused(Refusal.EndpointUnknown, context.Request.Path).WriteAsync(context);
    }
}
