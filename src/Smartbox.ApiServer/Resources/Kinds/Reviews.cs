using System.Text.Json.Nodes;

namespace Smartbox.ApiServer.Resources.Kinds;

/// <summary>Answers to questions about the one user, who may do everything.</summary>
internal static class Reviews
{
    public static JsonObject WhoAmI(JsonObject review, Requester requester)
    {
        review["status"] = new JsonObject
        {
            ["userInfo"] = new JsonObject { ["username"] = requester.Name, ["groups"] = new JsonArray([.. requester.Groups.Select(group => JsonValue.Create(group))]) },
        };
        return review;
    }

    public static JsonObject MayI(JsonObject review, Requester requester)
    {
        review["status"] = new JsonObject { ["allowed"] = true, ["reason"] = $"{requester.Name} may do everything here" };
        return review;
    }

    public static JsonObject WhatMayI(JsonObject review, Requester requester)
    {
        review["status"] = new JsonObject
        {
            ["resourceRules"] = new JsonArray(new JsonObject { ["verbs"] = Any(), ["apiGroups"] = Any(), ["resources"] = Any() }),
            ["nonResourceRules"] = new JsonArray(new JsonObject { ["verbs"] = Any(), ["nonResourceURLs"] = Any() }),
            ["incomplete"] = false,
        };
        return review;
    }

    private static JsonArray Any() => new("*");
}
