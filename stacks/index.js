throw new Error('The Pulumi stacks are not written yet: nothing is provisioned. Use `npm start` for the GitOps trees.');
