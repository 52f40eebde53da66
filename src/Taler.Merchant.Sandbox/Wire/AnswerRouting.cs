using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Taler.Merchant.Sandbox.Wire;

/// <summary>Maps handlers that return an <see cref="Answer"/>, and turns refusals into one.</summary>
internal static class AnswerRouting
{
    private static readonly string[] GetMethods = [HttpMethods.Get, HttpMethods.Head];

    public static void Get(this IEndpointRouteBuilder routes, string pattern, Func<HttpContext, Answer> handler) =>
        routes.Get(pattern, context => Task.FromResult(handler(context)));

    public static void Get(this IEndpointRouteBuilder routes, string pattern, Func<HttpContext, Task<Answer>> handler) =>
        routes.MapMethods(pattern, GetMethods, Answering(handler));

    public static void On(this IEndpointRouteBuilder routes, string method, string pattern, Func<HttpContext, Answer> handler) =>
        routes.On(method, pattern, context => Task.FromResult(handler(context)));

    public static void On(this IEndpointRouteBuilder routes, string method, string pattern, Func<HttpContext, Task<Answer>> handler) =>
        routes.MapMethods(pattern, [method], Answering(handler));

    public static Answer ToAnswer(this RefusedException refused) => Answer.Refused(refused.Refusal, refused.Detail);

    private static RequestDelegate Answering(Func<HttpContext, Task<Answer>> handler) => async context =>
    {
        Answer answer;
        try
        {
            answer = await handler(context);
        }
        catch (RefusedException refused)
        {
            answer = refused.ToAnswer();
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            answer = Answer.Refused(Refusal.Stopping);
        }
        await answer.WriteAsync(context);
    };
}
